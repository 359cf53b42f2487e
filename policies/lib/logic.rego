# METADATA
# title: Three-valued logic
# description: |
#   Kleene's and, or and nor over verdicts: true, false or {"gaps": {…}}. Gaps are collected where they decide. A list with
#   anything else in it has no value at all, and the engine refuses a rule that made no check.
package logic

# METADATA
# description: Whether every verdict is true.
all(verdicts) := false if false in verdicts

else := open if open := _open(verdicts)

else if every verdict in verdicts { verdict == true }

# METADATA
# description: Whether some verdict is true.
any(verdicts) if true in verdicts

else := open if open := _open(verdicts)

else := false if every verdict in verdicts { verdict == false }

# METADATA
# description: Whether no verdict is true.
none(verdicts) := false if true in verdicts

else := open if open := _open(verdicts)

else if every verdict in verdicts { verdict == false }

_open(verdicts) := {"gaps": gaps} if {
	every verdict in verdicts { _verdict(verdict) }
	gaps := {gap | some verdict in verdicts; some gap in verdict.gaps}
	count(gaps) > 0
}

_verdict(verdict) if is_boolean(verdict)

_verdict(verdict) if verdict.gaps
