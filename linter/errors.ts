/** The run could not check: bad input, flag, settings or policy. One clear sentence; the command line ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
