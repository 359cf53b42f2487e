import { readersTakeAnything } from "../support/fuzz-readers";

// Enough to see a reader break; fuzz.proof.test.ts does it twenty thousand times.
readersTakeAnything(60);
