# METADATA
# title: A public CA issued the certificate
# description: |
#   The validity of public certificates shrinks by a fixed schedule, and the Chrome Root Program forbids them for TLS
#   clients from 2027-03-15. Nodes read the bundle only when they start, so a cluster that outlives the certificate has to
#   be replaced. A certificate from a private CA has none of these limits.
# related_resources:
#   - description: CA/Browser Forum, Baseline Requirements for TLS servers, section 6.3.2, validity periods
#     ref: https://github.com/cabforum/servercert/blob/main/docs/BR.md
#   - https://googlechrome.github.io/chromerootprogram/
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   since: "0.2.0"
#   severity: info
#   evidence: documented
#   read: "2026-11-28"
#   message: "{place} is from a public CA, whose certificates are valid for {schedule}; nodes read the bundle only when they start"
#   remedy: "For clusters that run longer, use a private CA, such as AWS Private CA, and put its root certificate into trustedCertificates.pem."
#   variants:
#     exceeded:
#       severity: warning
#       message: "{place}, from a public CA, is valid from {notBefore:date} to {notAfter:date}, longer than the {days} days that apply since {from}; browsers refuse it"
#       remedy: "Have the certificate issued again, or use a private CA, such as AWS Private CA."
package rules.cert.public_ca_lifetime

import data.certificate_limits
import data.logic
import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.role, sets.certificate_role.leaf),
	"violated": logic.all([value.is(c.path.publicRoot, true), value.is(c.names.wildcard, false)]),
	"params": {"schedule": certificate_limits.schedule_at(input.evaluatedAt)},
} if some c in input.certificates

checks contains {
	"id": c.id,
	"variant": "exceeded",
	"applies": value.is(c.role, sets.certificate_role.leaf),
	"violated": logic.all([
		value.is(c.path.publicRoot, true),
		value.at_least(c.notBefore, limit.start),
		value.less_than(c.notBefore, limit.end),
		value.earlier_by(c.notBefore, c.notAfter, limit.days * 86400000),
	]),
	"params": {"from": limit.from, "days": limit.days},
} if {
	some c in input.certificates
	some limit in certificate_limits.limits
}
