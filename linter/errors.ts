/**
 * Why a run could not check, for programs: messages may change, codes do not.
 *
 * - `invalid-option`: a flag or an option of the library
 * - `invalid-settings`: the settings file, or a file that it names
 * - `invalid-policy`: a policy of `--policy`, or its results
 * - `unreadable-input`: an input, or a file that an option names
 * - `unwritable-output`: a file or stream that a report goes to
 */
export type UsageErrorCode =
  | "invalid-option"
  | "invalid-settings"
  | "invalid-policy"
  | "unreadable-input"
  | "unwritable-output";

/** The run could not check: bad input, flag, settings or policy. One clear sentence; the command line ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";

  constructor(
    message: string,
    readonly code: UsageErrorCode = "invalid-option",
  ) {
    super(message);
  }
}
