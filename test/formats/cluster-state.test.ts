import { ACTIVE_STATES, ENDED_STATES, hasEnded } from "../../formats/cluster-state";

test.each(ACTIVE_STATES)("a cluster in state %s has not ended", (state) => {
  expect(hasEnded(state)).toBe(false);
});

test.each(ENDED_STATES)("a cluster in state %s has ended", (state) => {
  expect(hasEnded(state)).toBe(true);
});

test("a cluster whose state is not known has not ended", () => {
  expect(hasEnded(undefined)).toBe(false);
});
