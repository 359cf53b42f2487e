import { readZip } from "../../../formats/zip/read";

/** Written by Python's zipfile with force_zip64: both sizes stand in the extra field of the local header. */
const forced = Buffer.from(
  "504b03042d0000000000000021008316dc8cffffffffffffffff0e001400707269766174654b65792e70656d01001000010000000000000001000000000000" +
    "0078504b01022d032d0000000000000021008316dc8c01000000010000000e0000000000000000000000800100000000707269766174654b65792e70656d" +
    "504b050600000000010001003c000000410000000000",
  "hex",
);

test("a zip64 field that repeats the sizes is no second archive", () => {
  const { problems, entries } = readZip(forced);
  expect(problems).toEqual([]);
  expect(entries.map(({ name, bytes }) => [name, Buffer.from(bytes).toString()])).toEqual([["privateKey.pem", "x"]]);
});

test("a zip64 field that gives another size is", () => {
  const other = Buffer.from(forced);
  other[0x30] = 2;
  expect(readZip(other).problems).toMatchObject([
    { kind: "ambiguous", detail: "its local header gives another size or CRC-32" },
  ]);
});
