# METADATA
# title: Three-valued logic
# description: |
#   Kleene's and, or and nor over verdicts: true, false or {"gaps": {…}}. Gaps are collected where they matter. A list that
#   contains anything else has no value, and the engine reports a rule that gave no verdict on a row.
package logic

# METADATA
# description: Whether every verdict is true.
all(verdicts) := false if false in verdicts

else := unknown if unknown := _unknown(verdicts)

else if every verdict in verdicts { verdict == true }

# METADATA
# description: Whether some verdict is true.
any(verdicts) if true in verdicts

else := unknown if unknown := _unknown(verdicts)

else := false if every verdict in verdicts { verdict == false }

# METADATA
# description: Whether no verdict is true.
none(verdicts) := false if true in verdicts

else := unknown if unknown := _unknown(verdicts)

else if every verdict in verdicts { verdict == false }

# METADATA
# description: |
#   The verdict of a check: whether it applies (true if it does not say) and is violated. Undefined for anything else.
verdict(check) := data.logic.all([object.get(check, "applies", true), check.violated])

_unknown(verdicts) := {"gaps": gaps} if {
	every verdict in verdicts { _verdict(verdict) }
	gaps := {gap | some verdict in verdicts; some gap in verdict.gaps}
	count(gaps) > 0
}

_verdict(verdict) if is_boolean(verdict)

_verdict(verdict) if verdict.gaps
