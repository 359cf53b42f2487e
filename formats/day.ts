/** A day in milliseconds. */
export const DAY = 86_400_000;

/** Whether a text is a day of the calendar, `2026-11-28`; JavaScript reads February 30 as March 2. */
export function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
