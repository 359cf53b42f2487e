import { UsageError } from "../linter/errors";

const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * The time that `--now` gives; the clock's where it is not given.
 *
 * @throws UsageError for another form than RFC 3339's
 */
export function timeOf(now: string | undefined): Date {
  if (now === undefined) return new Date();
  const time = new Date(now);
  if (!rfc3339.test(now) || Number.isNaN(time.getTime())) {
    throw new UsageError(`--now is '${now}'; give an RFC 3339 time, such as 2026-11-23T12:00:00Z`);
  }
  return time;
}
