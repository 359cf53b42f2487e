import type { Theme } from "vitepress";
import DefaultTheme from "vitepress/theme-without-fonts";
import { filterRules } from "./filter-rules";
import "./style.css";

if (typeof document !== "undefined") filterRules();

/** The layout of the home page has no main landmark, all others have. */
function markMain(): void {
  const content = document.getElementById("VPContent");
  if (content?.classList.contains("is-home")) content.setAttribute("role", "main");
  else content?.removeAttribute("role");
}

export default {
  extends: DefaultTheme,
  enhanceApp({ router }) {
    if (typeof document === "undefined") return;
    router.onAfterRouteChange = () => requestAnimationFrame(markMain);
  },
} satisfies Theme;
