/** The run could not check: bad input, flag, settings or policy. One clear sentence; the command line ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** What a file that somebody named, and that cannot be read, comes to. */
export function cannotRead(named: string, error: unknown): UsageError {
  const code = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
  return new UsageError(`${named} cannot be read (${code}); name a file that is there and may be read`);
}
