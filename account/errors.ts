/** The account cannot be read as asked. One sentence: what was asked, what AWS answered, the fix. */
export class AccountError extends Error {
  override readonly name = "AccountError";
}
