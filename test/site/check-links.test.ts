import { brokenLinks } from "../../site/check-links";
import { folderOf } from "../linter/models";

test("dead links and anchors are named with their page", () => {
  const folder = folderOf({
    "index.html":
      '<a href="/rules/">rules</a><a href="./start.html#here">start</a><a href="https://aws.amazon.com">out</a>',
    "start.html": '<h2 id="here">here</h2><a href="#there">there</a><a href="/gone.html">gone</a><img src="/a.svg">',
    "rules/index.html": '<a href="../start">start</a><a href="x.html#y">x</a>',
    "a.svg": "<svg/>",
  });
  expect(brokenLinks(folder)).toEqual([
    "rules/index.html: x.html#y does not exist",
    "start.html: #there has no such anchor",
    "start.html: /gone.html does not exist",
  ]);
});
