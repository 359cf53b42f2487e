/** The run could not judge: bad input, flag, settings or policy. One clear sentence; the command line ends with exit code 2. */
export class JudgeError extends Error {
  override readonly name = "JudgeError";
}
