import { isDay } from "../formats/day";
import { UsageError } from "../linter/errors";

const rfc3339 = /^(\d{4}-\d{2}-\d{2})T(?!24)\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * The time that `--now` gives; the clock's where it is not given.
 *
 * @throws UsageError for another form than RFC 3339's, and for a day that does not exist
 */
export function timeOf(now: string | undefined): Date {
  if (now === undefined) return new Date();
  const time = new Date(now);
  const [, day] = rfc3339.exec(now) ?? [];
  if (day === undefined || Number.isNaN(time.getTime()) || !isDay(day)) {
    throw new UsageError(`--now is '${now}'; give an RFC 3339 time, such as 2026-11-23T12:00:00Z`);
  }
  return time;
}
