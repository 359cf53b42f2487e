import { compared, keyArn, keys, objectArn, objects } from "./oracle";

test.each([
  [5_000, "keys, where the key's policy has to delegate to IAM", keys, keyArn],
  [2_000, "objects in S3, where IAM decides beside the bucket's policy", objects, objectArn],
])(
  "decisions agree with an independent IAM simulator on %d sets of policies of %s",
  async (runs, _, words, resource) => {
    const { tally, differences } = await compared(words, resource, runs);
    expect(differences).toEqual([]);
    expect(Math.min(tally.allow, tally.deny)).toBeGreaterThan(runs / 20);
  },
);
