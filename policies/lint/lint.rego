# METADATA
# title: Entry point
# description: Evaluates every rule and adds the rule's id, its package path, to each check.
package lint

import data.logic

# METADATA
# description: |
#   `violated` and `unknown` are checks with their rule. `verdicts` lists rule and row of every check that reached a verdict, so
#   that the engine can see that no rule skipped a row.
# entrypoint: true
result := {"violated": violated, "unknown": unknown, "verdicts": verdicts}

# METADATA
# description: Checks that found a mistake.
violated := [object.union(check, {"rule": rule}) |
	some [rule, check, verdict] in _evaluated
	verdict == true
]

# METADATA
# description: Checks that lack data; `violated.gaps` holds the leaves that would decide them.
unknown := [object.union(check, {"rule": rule, "violated": verdict}) |
	some [rule, check, verdict] in _evaluated
	verdict.gaps
]

# METADATA
# description: Rule and row of every check that reached a verdict.
verdicts := [[rule, check.id] | some [rule, check, _] in _evaluated]

_evaluated := _named_evaluated if _catalogue

else := _all_evaluated

# The engine lists the rules of this package, and they are called by name: a function that walks through all of data.rules takes
# longer to compile than to run. Regal does not see what the engine sets.
# regal ignore:unresolved-reference
_catalogue := data.catalogue.rules

# lists, since a set would hash every check once more
_named_evaluated := [_evaluation(area, name, check) |
	some [area, name] in _catalogue
	some check in data.rules[area][name].checks
]

_all_evaluated := [_evaluation(area, name, check) |
	some area, name
	some check in data.rules[area][name].checks
]

_evaluation(area, name, check) := [concat(".", [area, name]), check, _verdict(check)]

# the engine refuses a check that has no verdict by its empty gaps
_verdict(check) := verdict if verdict := logic.verdict(check)

else := {"gaps": set()}
