export { type Applied, type ApplyOptions, applySettings, isOff } from "./apply";
export { type Baseline, mergedBaseline, readBaseline, renderBaseline } from "./baseline";
export { environmentOf } from "./environment";
export { defaultThresholds, longestWaiverDays, type ReadSettingsOptions, readSettings } from "./read";
export { noSettings, type Settings, type SettingsFile, type StandingWaiver, type Waiver } from "./settings";
export { settingsInForce } from "./summary";
export { waiverMetadata, waiversInCode, waiversInComments } from "./waivers";
