# METADATA
# title: Questions about a leaf
# description: |
#   Each function takes leaves, never rows, and returns true, false or {"gaps": {…}}. It has an answer for every leaf, so a rule
#   cannot fall silent on a value that is not known. A leaf that is known to be absent (null) equals nothing, exceeds nothing and
#   matches nothing.
package value

import data.logic

# METADATA
# description: Whether the value is `x`; `null` asks whether it is absent.
is(leaf, x) := leaf.known == x if _known(leaf)

else := false if {
	leaf.reference
	x == null
}

else := gaps([leaf])

# METADATA
# description: Whether the value is there, whatever it is.
present(leaf) := leaf.known != null if _known(leaf)

else if leaf.reference

else := gaps([leaf])

# METADATA
# description: Whether the value is known to be absent.
absent(leaf) := leaf.known == null if _known(leaf)

else := false if leaf.reference

else := gaps([leaf])

# METADATA
# description: |
#   Whether the value is not known: for what is wrong whatever the value turns out to be. Another check of the rule has to
#   evaluate the value itself.
unknown(leaf) := false if _known(leaf)

else := true

# METADATA
# description: Whether the value is in a list of plain values.
one_of(leaf, xs) := leaf.known in xs if _known(leaf)

else := gaps([leaf])

# METADATA
# description: Whether the value is there and not in a list of plain values.
other_than(leaf, xs) := false if leaf.known in xs

else := leaf.known != null if _known(leaf)

else := gaps([leaf])

# METADATA
# description: |
#   Whether both leaves are there and equal. References are canonical: equal ones name the same resource, and others name
#   different resources unless one of them leads to a value from elsewhere. A resource that this input creates is never the
#   same as one that is named by a known value.
same(a, b) := false if {
	some leaf in [a, b]
	_known(leaf)
	leaf.known == null
}

else := a.known == b.known if {
	_known(a)
	_known(b)
}

else if {
	a.reference
	a.reference == b.reference
}

else := false if _differ(a, b)

else := gaps([a, b])

_differ(a, b) if {
	a.reference
	b.reference
	not a.reference.isIndirect
	not b.reference.isIndirect
}

_differ(a, b) if {
	some leaf in [a, b]
	_known(leaf)
	some other in [a, b]
	other.reference.isManagedHere
}

# METADATA
# description: Whether both leaves are there and not equal, by the rules of `same`.
different(a, b) := logic.all([present(a), present(b), logic.none([same(a, b)])])

# METADATA
# description: Whether the value is a number below a limit.
less_than(leaf, limit) := leaf.known < limit if is_number(leaf.known)

else := _false_or_gaps(leaf)

# METADATA
# description: Whether the value is a number above a limit.
more_than(leaf, limit) := leaf.known > limit if is_number(leaf.known)

else := _false_or_gaps(leaf)

# METADATA
# description: Whether the value is a number at or above a limit.
at_least(leaf, limit) := leaf.known >= limit if is_number(leaf.known)

else := _false_or_gaps(leaf)

# METADATA
# description: Whether both values are numbers (or times) and the first is below the second.
before(a, b) := false if _is_no_number([a, b])

else := a.known < b.known if {
	_known(a)
	_known(b)
}

else := gaps([a, b])

# METADATA
# description: Whether both values are times and the first is at least so many milliseconds before the second.
earlier_by(a, b, milliseconds) := false if _is_no_number([a, b])

else := (a.known + milliseconds) <= b.known if {
	_known(a)
	_known(b)
}

else := gaps([a, b])

_is_no_number(leaves) if {
	some leaf in leaves
	_known(leaf)
	not is_number(leaf.known)
}

# METADATA
# description: Whether the value is a string that starts with a prefix.
starts_with(leaf, prefix) := startswith(leaf.known, prefix) if is_string(leaf.known)

else := _false_or_gaps(leaf)

# METADATA
# description: Whether the value is a string that ends with a suffix.
ends_with(leaf, suffix) := endswith(leaf.known, suffix) if is_string(leaf.known)

else := _false_or_gaps(leaf)

# METADATA
# description: Whether the value equals a text, letter case apart; the text is given in lower case.
is_in_any_case(leaf, text) := lower(leaf.known) == text if is_string(leaf.known)

else := _false_or_gaps(leaf)

# METADATA
# description: Whether the value is a string that includes a part.
includes(leaf, part) := contains(leaf.known, part) if is_string(leaf.known)

else := _false_or_gaps(leaf)

# METADATA
# description: |
#   Whether the value is a string that matches a regular expression (RE2). The rules of this package do not use it: RE2 makes up a
#   third of a policy, and starting it takes longer than evaluating a small plan.
matches(leaf, pattern) := regex.match(pattern, leaf.known) if is_string(leaf.known)

else := _false_or_gaps(leaf)

# METADATA
# description: Whether the value is there and does not match a regular expression (RE2).
mismatches(leaf, pattern) := regex.match(pattern, leaf.known) == false if is_string(leaf.known)

else := leaf.known != null if _known(leaf)

else := gaps([leaf])

# METADATA
# description: Whether the value has a JSON type, by its Rego name.
is_a(leaf, type) := type_name(leaf.known) == type if _known(leaf)

else := gaps([leaf])

# METADATA
# description: The leaves that are not known, as a verdict.
gaps(leaves) := {"gaps": {leaf | some leaf in leaves; not _known(leaf)}}

# a value of another type matches nothing
_false_or_gaps(leaf) := false if _known(leaf)

else := gaps([leaf])

# not `leaf.known`: false and absent look alike
_known(leaf) if _ = leaf.known
