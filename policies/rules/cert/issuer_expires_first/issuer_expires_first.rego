# METADATA
# title: A CA certificate expires before the certificate it issued
# description: |
#   A path is valid only while every certificate in it is valid, so a reminder for the end of the leaf comes too late.
#   The severity is warning if the CA expires within the limit for renewals (expiresSoonDays) from now, or within that
#   limit before the leaf. Otherwise the CA is usually renewed in time, and the severity is info.
# related_resources:
#   - https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5
# custom:
#   severity: warning
#   evidence: practice
#   read: "2026-11-28"
#   message: "a CA above {place} expires on {path.issuersEnd:date}, before the certificate itself on {notAfter:date}"
#   remedy: "Renew the CA's certificate and rebuild the bundle before {path.issuersEnd:date}."
#   variants:
#     long_before:
#       severity: info
#       message: "a CA above {place} expires on {path.issuersEnd:date}, long before the certificate itself on {notAfter:date}"
#       remedy: "Plan the renewal of the bundle for the end of the CA, {path.issuersEnd:date}."
package rules.cert.issuer_expires_first

import data.logic
import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.role, sets.certificate_role.leaf),
	"violated": logic.all([_first(c.path.issuersEnd, c.notAfter), _at_renewal(c.path.issuersEnd, c.notAfter)]),
} if some c in input.certificates

checks contains {
	"id": c.id,
	"variant": "long_before",
	"applies": value.is(c.role, sets.certificate_role.leaf),
	"violated": logic.all([
		_first(c.path.issuersEnd, c.notAfter),
		logic.none([_at_renewal(c.path.issuersEnd, c.notAfter)]),
	]),
} if some c in input.certificates

# ends are compared by days: CAs often cut the end of a certificate a second before their own
_first(issuers_end, not_after) := logic.all([value.earlier_by(issuers_end, not_after, _day), value.at_least(issuers_end, input.evaluatedAt)])

_at_renewal(issuers_end, not_after) := logic.any([
	value.less_than(issuers_end, input.evaluatedAt + _window),
	logic.none([value.earlier_by(issuers_end, not_after, _window)]),
])

_day := 86400000

_window := input.thresholds.expiresSoonDays * _day
