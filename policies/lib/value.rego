# METADATA
# title: Questions to a leaf
# description: |
#   Each function takes leaves, never rows, and answers true, false or {"gaps": {…}}: it has an answer for every leaf there is,
#   so a rule cannot fall silent on a value that is not known. What is known to be absent (null) is, has and does nothing.
package value

# METADATA
# description: Whether the leaf is `x`; `null` asks whether it is absent.
is(leaf, x) := leaf.known == x if _known(leaf)

else := false if {
	leaf.reference
	x == null
}

else := unsettled([leaf])

# METADATA
# description: Whether something is there, whatever it is.
present(leaf) := leaf.known != null if _known(leaf)

else if leaf.reference

else := unsettled([leaf])

# METADATA
# description: Whether nothing is there.
absent(leaf) := leaf.known == null if _known(leaf)

else := false if leaf.reference

else := unsettled([leaf])

# METADATA
# description: |
#   Whether the leaf's value is not known, for a mistake whatever it turns out to be. Another check of the rule has to check
#   the value itself.
open(leaf) := false if _known(leaf)

else := true

# METADATA
# description: Whether the leaf is one of a list of plain values.
one_of(leaf, xs) := leaf.known in xs if _known(leaf)

else := unsettled([leaf])

# METADATA
# description: Whether something is there and is none of a list of plain values.
other_than(leaf, xs) := false if {
	_known(leaf)
	leaf.known == null
}

else := false if leaf.known in xs

else if _known(leaf)

else := unsettled([leaf])

# METADATA
# description: |
#   Whether both leaves are there and are one and the same; references are canonical. What the input makes is nothing that is
#   known by its name already.
same(a, b) := false if {
	some leaf in [a, b]
	_known(leaf)
	leaf.known == null
}

else := a.known == b.known if {
	_known(a)
	_known(b)
}

else := a.reference == b.reference if {
	a.reference
	b.reference
}

else := false if {
	some leaf in [a, b]
	_known(leaf)
	some other in [a, b]
	other.reference.made
}

else := unsettled([a, b])

# METADATA
# description: Whether the leaf is a number below a plain limit.
less_than(leaf, limit) := leaf.known < limit if is_number(leaf.known)

else := false if _known(leaf)

else := unsettled([leaf])

# METADATA
# description: Whether the leaf is a number above a plain limit.
more_than(leaf, limit) := leaf.known > limit if is_number(leaf.known)

else := false if _known(leaf)

else := unsettled([leaf])

# METADATA
# description: Whether the leaf is a number, and not below a plain limit.
at_least(leaf, limit) := leaf.known >= limit if is_number(leaf.known)

else := false if _known(leaf)

else := unsettled([leaf])

# METADATA
# description: Whether both leaves are numbers (times among them) and the first is below the second.
before(a, b) := false if {
	some leaf in [a, b]
	_known(leaf)
	not is_number(leaf.known)
}

else := a.known < b.known if {
	_known(a)
	_known(b)
}

else := unsettled([a, b])

# METADATA
# description: Whether the leaf is a text that starts with a plain prefix.
starts_with(leaf, prefix) := startswith(leaf.known, prefix) if is_string(leaf.known)

else := false if _known(leaf)

else := unsettled([leaf])

# METADATA
# description: Whether the leaf is a text that ends with a plain suffix.
ends_with(leaf, suffix) := endswith(leaf.known, suffix) if is_string(leaf.known)

else := false if _known(leaf)

else := unsettled([leaf])

# METADATA
# description: Whether the leaf is a text in which a regular expression (RE2) is found.
matches(leaf, pattern) := regex.match(pattern, leaf.known) if is_string(leaf.known)

else := false if _known(leaf)

else := unsettled([leaf])

# METADATA
# description: Whether something is there, and no text in which a regular expression (RE2) is found.
mismatches(leaf, pattern) := regex.match(pattern, leaf.known) == false if is_string(leaf.known)

else := leaf.known != null if _known(leaf)

else := unsettled([leaf])

# METADATA
# description: Whether the leaf is of a JSON type, by its Rego name.
is_a(leaf, type) := type_name(leaf.known) == type if _known(leaf)

else := unsettled([leaf])

# METADATA
# description: What keeps a question open; the leaves that are not known.
unsettled(leaves) := {"gaps": {leaf | some leaf in leaves; not _known(leaf)}}

# not `leaf.known`: false and absent look alike
_known(leaf) if "known" in object.keys(leaf)
