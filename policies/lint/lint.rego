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

# lists, since a set would hash every check once more
_evaluated := [[concat(".", [area, name]), check, _verdict(check)] |
	some area, name
	some check in data.rules[area][name].checks
]

# the engine refuses a check that has no verdict by its empty gaps
_verdict(check) := verdict if verdict := logic.verdict(check)

else := {"gaps": set()}
