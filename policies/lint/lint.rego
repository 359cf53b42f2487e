# METADATA
# title: The entry point
# description: Walks every rule's checks and stamps each with the rule's id, which is its package path.
package lint

# METADATA
# description: |
#   `violated` and `undecided` are checks with their rule; `made` names rule and subject of every check that came to a verdict,
#   so that who runs this can see that no rule fell silent.
# entrypoint: true
result := {"violated": violated, "undecided": undecided, "made": made}

# METADATA
# description: Checks that found a mistake.
violated contains object.union(check, {"rule": concat(".", [area, name])}) if {
	some area, name
	some check in data.rules[area][name].checks
	check.violated == true
}

# METADATA
# description: Checks that lack something; `violated.gaps` holds the leaves that would decide them.
undecided contains object.union(check, {"rule": concat(".", [area, name])}) if {
	some area, name
	some check in data.rules[area][name].checks
	check.violated.gaps
}

# METADATA
# description: Rule and subject of every check that came to a verdict.
made contains [concat(".", [area, name]), check.subject] if {
	some area, name
	some check in data.rules[area][name].checks
	_verdict(check.violated)
}

_verdict(violated) if is_boolean(violated)

_verdict(violated) if violated.gaps
