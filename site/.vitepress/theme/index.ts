import DefaultTheme from "vitepress/theme-without-fonts";
import { filterRules } from "./filter-rules";
import "./style.css";

if (typeof document !== "undefined") filterRules();

export default DefaultTheme;
