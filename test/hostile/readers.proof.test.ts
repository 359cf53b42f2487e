import { readersTakeAnything } from "../support/fuzz-readers";

jest.setTimeout(1_800_000);

// Six properties: more than 20,000 inputs. `npm run fuzz:readers` takes ten times as many.
readersTakeAnything(Number(process.env.FUZZ_RUNS ?? 3_400));
