# METADATA
# title: A public CA issued the wildcard certificate
# description: |
#   The EMR guide recommends a private CA. The validity of public certificates shrinks by a fixed schedule, the Chrome Root
#   Program forbids them for TLS clients from 2027-03-15, and nodes read the bundle only when they start: a cluster that
#   outlives the certificate has to be replaced. The private key, which is on every node, is also valid for a
#   public name.
# related_resources:
#   - description: CA/Browser Forum, Baseline Requirements for TLS servers, section 6.3.2, validity periods
#     ref: https://github.com/cabforum/servercert/blob/main/docs/BR.md
#   - https://googlechrome.github.io/chromerootprogram/
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   severity: warning
#   evidence: recommended
#   read: "2026-11-28"
#   message: "{place} is a wildcard certificate from a public CA; these are valid for {schedule}, and nodes read the bundle only when they start"
#   remedy: "Use a private CA, such as AWS Private CA, and put its root certificate into trustedCertificates.pem."
package rules.cert.public_ca_wildcard

import data.certificate_limits
import data.logic
import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.role, sets.certificate_role.leaf),
	"violated": logic.all([value.is(c.path.publicRoot, true), value.is(c.names.wildcard, true)]),
	"params": {"schedule": certificate_limits.schedule_at(input.evaluatedAt)},
} if some c in input.certificates
