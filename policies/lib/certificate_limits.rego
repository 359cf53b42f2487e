# METADATA
# title: Limits on certificates
# description: Longest validity of what public CAs issue, generated from formats/certificate-limits.json by npm run generate.
package certificate_limits

# METADATA
# description: Periods, and the longest validity in days of what is issued in each.
limits := [
	{"from": "2018-03-01", "days": 825, "start": 1519862400000, "end": 1598918400000},
	{"from": "2020-09-01", "days": 398, "start": 1598918400000, "end": 1773532800000},
	{"from": "2026-03-15", "days": 200, "start": 1773532800000, "end": 1805068800000},
	{"from": "2027-03-15", "days": 100, "start": 1805068800000, "end": 1868227200000},
	{"from": "2029-03-15", "days": 47, "start": 1868227200000, "end": 253402214400000},
]

# METADATA
# description: What public CAs issue at a time and later, in words.
schedule_at(instant) := schedule.text if {
	some schedule in _schedules
	schedule.start <= instant
	instant < schedule.end
}

_schedules := [
	{"start": -9007199254740991, "end": 1519862400000, "text": "at most 825 days from 2018-03-01, 398 from 2020-09-01, 200 from 2026-03-15, 100 from 2027-03-15 and 47 from 2029-03-15"},
	{"start": 1519862400000, "end": 1598918400000, "text": "at most 825 days since 2018-03-01, 398 from 2020-09-01, 200 from 2026-03-15, 100 from 2027-03-15 and 47 from 2029-03-15"},
	{"start": 1598918400000, "end": 1773532800000, "text": "at most 398 days since 2020-09-01, 200 from 2026-03-15, 100 from 2027-03-15 and 47 from 2029-03-15"},
	{"start": 1773532800000, "end": 1805068800000, "text": "at most 200 days since 2026-03-15, 100 from 2027-03-15 and 47 from 2029-03-15"},
	{"start": 1805068800000, "end": 1868227200000, "text": "at most 100 days since 2027-03-15 and 47 from 2029-03-15"},
	{"start": 1868227200000, "end": 9007199254740991, "text": "at most 47 days since 2029-03-15"},
]
