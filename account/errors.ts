/** The account cannot be read as requested. One sentence: what was requested, what AWS answered, the fix. */
export class AccountError extends Error {
  override readonly name: string = "AccountError";
}

/** A client of the AWS SDK is not installed. */
export class MissingPackage extends AccountError {
  override readonly name = "MissingPackage";

  constructor(readonly packageName: string) {
    super(`the package ${packageName} is required and not installed; run: npm install ${packageName}`);
  }
}

/** An answer that is not one of the AWS API. */
export class ForeignAnswer extends Error {
  override readonly name = "ForeignAnswer";
}
