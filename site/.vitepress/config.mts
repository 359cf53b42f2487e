import { fileURLToPath } from "node:url";
import { slug } from "github-slugger";
import { defineConfig } from "vitepress";
import { branch, repository } from "../constants";

/** The documentation as a site: pages are assembled by build.ts into `.pages`. */
export default defineConfig({
  title: "EMR encryption",
  titleTemplate: ":title · EMR encryption",
  description: "Encryption for Amazon EMR as code: CDKTF constructs, and a linter that checks Terraform plans",
  lang: "en",
  srcDir: ".pages",
  outDir: ".out",
  cacheDir: ".cache",
  cleanUrls: false,
  metaChunk: true,
  // Otherwise every element is restyled twice when a page starts, to switch off transitions that nothing has begun.
  appearance: { disableTransition: false },
  head: [["link", { rel: "icon", href: "data:," }]],
  markdown: {
    // Links to headings are written for GitHub's anchors, and have to work here too.
    anchor: { slugify: (heading) => slug(heading) },
    attrs: { disable: true },
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    languageAlias: { rego: "python" },
  },
  router: { prefetchLinks: false },
  vite: {
    build: { chunkSizeWarningLimit: 4000 },
    logLevel: "warn",
    resolve: {
      alias: [
        {
          find: /^.*\/VPSidebarGroup\.vue$/,
          replacement: fileURLToPath(new URL("./theme/SidebarLinks.vue", import.meta.url)),
        },
      ],
    },
  },
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    editLink: { pattern: `${repository}/edit/${branch}/docs/:path`, text: "Edit this page" },
    nav: [
      { text: "Ten minutes", link: "/start" },
      { text: "Concepts", link: "/concepts" },
      { text: "Rules", link: "/rules/" },
      { text: "Changes", link: "/changelog" },
    ],
    sidebar: [
      {
        text: "Start",
        items: [
          { text: "Ten minutes", link: "/start" },
          { text: "Quick start", link: "/quick-start" },
          { text: "Concepts", link: "/concepts" },
          { text: "What each rule needs", link: "/needs" },
        ],
      },
      {
        text: "How to check",
        items: [
          { text: "Check in CI", link: "/ci" },
          { text: "Check before a commit", link: "/pre-commit" },
          { text: "Check HCL", link: "/hcl" },
          { text: "Audit an account", link: "/audit" },
          { text: "Check many repositories", link: "/organization" },
          { text: "Compare a live endpoint", link: "/prove" },
          { text: "Write your own rules", link: "/own-rules" },
        ],
      },
      {
        text: "How to build",
        items: [
          { text: "Go to production", link: "/production" },
          { text: "Make certificate bundles", link: "/bundles" },
          { text: "Keys and roles", link: "/keys-and-roles" },
          { text: "Rotate keys and certificates", link: "/rotation" },
          { text: "Change a configuration", link: "/changes" },
          { text: "Import what exists", link: "/importing" },
          { text: "Test a stack", link: "/testing" },
          { text: "Leave CDKTF", link: "/leaving-cdktf" },
          { text: "Troubleshoot", link: "/troubleshooting" },
        ],
      },
      {
        text: "Reference",
        items: [
          { text: "Settings", link: "/settings" },
          { text: "Evidence of the rules", link: "/evidence" },
          { text: "Upgrade", link: "/upgrading" },
          { text: "Benchmark", link: "/benchmark" },
          { text: "Cost", link: "/cost" },
          { text: "Architecture", link: "/architecture" },
          { text: "Constructs", link: "/api/modules" },
          { text: "Linter library", link: "/api/linter" },
          { text: "Documents", link: "/api/formats" },
          { text: "Changes", link: "/changelog" },
        ],
      },
      { text: "Rules", items: [{ text: "All rules", link: "/rules/" }] },
    ],
  },
});
