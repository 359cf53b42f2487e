# METADATA
# title: Entry point
# description: Evaluates every rule and adds the rule's id, its package path, to each check.
package lint

import data.logic

# METADATA
# description: |
#   `violated` and `unknown` are checks with their rule. `verdicts` lists each rule with the rows on which it reached a verdict,
#   so that the engine can see that no rule skipped a row.
# entrypoint: true
result := {"violated": violated, "unknown": unknown, "verdicts": verdicts}

# METADATA
# description: Checks that found a mistake.
violated := [object.union(check, {"rule": rule}) |
	some [rule, evaluations] in _evaluated
	some [check, verdict] in evaluations
	verdict == true
]

# METADATA
# description: Checks that lack data; `violated.gaps` holds the leaves that would decide them.
unknown := [object.union(check, {"rule": rule, "violated": verdict}) |
	some [rule, evaluations] in _evaluated
	some [check, verdict] in evaluations
	verdict.gaps
]

# METADATA
# description: Each rule with the row of every check that reached a verdict.
verdicts := [[rule, ids] |
	some [rule, evaluations] in _evaluated
	ids := [check.id | some [check, _] in evaluations]
]

_evaluated := _named_evaluated if _catalogue

else := _all_evaluated

# The engine lists the rules of this package by the rows that they evaluate. They are called by name: a function that walks
# through all of data.rules takes longer to compile than to run. Regal does not see what the engine sets.
# regal ignore:unresolved-reference
_catalogue := data.catalogue.rules

# lists, since a set would hash every check once more
_named_evaluated := [[concat(".", [area, name]), _evaluations(data.rules[area][name].checks)] |
	some kind, rules in _catalogue
	count(input[kind]) > 0
	some [area, name] in rules
]

_all_evaluated := [[concat(".", [area, name]), _evaluations(data.rules[area][name].checks)] | some area, name]

_evaluations(checks) := [[check, _verdict(check)] | some check in checks]

# the engine refuses a check that has no verdict by its empty gaps
_verdict(check) := verdict if verdict := logic.verdict(check)

else := {"gaps": set()}
