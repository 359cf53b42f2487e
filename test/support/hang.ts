/**
 * Fails when hostile input hangs: processor time of this process, which other work on the machine hardly lengthens, against a
 * bound. The benchmark measures how fast things really are.
 */
export function expectNoHang<T>(boundMilliseconds: number, work: () => T): T {
  const start = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1000).toBeLessThan(boundMilliseconds);
  return result;
}
