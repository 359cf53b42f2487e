import { palette, shades } from "../../../linter/report/palette";

/** Red, green and blue of a colour of the 256-colour table. */
function rgb(number: number): readonly number[] {
  if (number >= 232) return [0, 0, 0].map(() => 8 + (number - 232) * 10);
  const steps = [0, 95, 135, 175, 215, 255];
  const index = number - 16;
  return [Math.floor(index / 36), Math.floor(index / 6) % 6, index % 6].map((step) => steps[step] ?? 0);
}

/** Relative luminance, by WCAG 2. */
function luminance([red = 0, green = 0, blue = 0]: readonly number[]): number {
  const linear = [red, green, blue].map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (linear[0] ?? 0) + 0.7152 * (linear[1] ?? 0) + 0.0722 * (linear[2] ?? 0);
}

function contrast(a: readonly number[], b: readonly number[]): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

test.each(Object.entries(shades))("%s can be read on white and on black", (_, number) => {
  expect(contrast(rgb(number), [255, 255, 255])).toBeGreaterThanOrEqual(4);
  expect(contrast(rgb(number), [0, 0, 0])).toBeGreaterThanOrEqual(4);
});

test("without colour every text is unchanged", () => {
  const plain = palette(false);
  for (const paint of Object.values(plain)) expect(paint("text")).toBe("text");
});
