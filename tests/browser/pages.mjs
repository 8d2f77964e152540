// Opens pages of reports in Chromium, as a reader would, and says what is wrong with them.
//
//   node pages.mjs --chromium PROGRAM [--pictures FOLDER] PAGE.html…
//
// Each page is opened at the width of a telephone and of a desk, light and dark, in Chinese and English. Of each way is
// tried: nothing is asked of the network, nothing is said in the console, nothing is wider than the window, one language
// is shown; every link within the page leads to something that is then seen, from findings to the document and back;
// the filters hide and show; the keyboard reaches the content; axe finds nothing serious. Before, a page with planted
// faults must be found to have every one of them: a trial that finds nothing is none.
//
// Ends with 0 if all is well, 1 if something is wrong.

import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import puppeteer from "puppeteer-core";

const WIDTHS = [390, 1280];
const MODES = ["light", "dark"];
const LANGUAGES = ["zh", "en"];
const GRAVE = new Set(["serious", "critical"]);
const LONGEST = 540_000; // milliseconds: what takes longer hangs
const FLAGS = [
  "--no-sandbox", // as root, in containers
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

const { values: options, positionals: files } = parseArgs({
  allowPositionals: true,
  options: { chromium: { type: "string" }, pictures: { type: "string" } },
});
if (!options.chromium || files.length === 0) {
  console.error("usage: node pages.mjs --chromium PROGRAM [--pictures FOLDER] PAGE.html…");
  process.exit(2);
}
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What is wrong with a page, opened in one way; `heard` has what the console and the network had to say. */
async function faultsOf(page, heard, lang, wholly) {
  const found = [...heard];
  found.push(...(await page.evaluate(inspect, lang)));
  if (!wholly) return found;
  await page.evaluate(axe);
  const seen = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"] }));
  for (const each of seen.violations) {
    if (GRAVE.has(each.impact)) found.push(`axe ${each.id}: ${each.nodes[0].target} (${each.nodes.length})`);
  }
  return found;
}

/** Looked at within the page: widths, languages, links, filters. */
async function inspect(lang) {
  const found = [];
  const seen = (each) => each.checkVisibility({ visibilityProperty: true });
  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide > 0) found.push(`overflow: ${wide} pixels`);
  const other = lang === "zh" ? "en" : "zh";
  const spoken = [...document.querySelectorAll(`main [lang="${other}"]`)].filter(seen);
  if (spoken.length) found.push(`language: ${spoken.length} texts of the other one are shown`);
  const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
  if (new Set(ids).size !== ids.length) found.push("ids: one stands twice");

  // findings lead to the document, and the document to findings
  const links = [...document.querySelectorAll('a[href^="#"]')];
  const kinds = new Map(); // a few of each kind are followed, all others are looked up
  for (const each of links) {
    const id = decodeURIComponent(each.getAttribute("href").slice(1));
    if (!document.getElementById(id)) found.push(`link: nothing is called ${id}`);
    const kind = each.className + (each.closest(".finding") ? " in a finding" : "");
    if (!kinds.has(kind)) kinds.set(kind, []);
    kinds.get(kind).push(id);
  }
  const follow = async (id) => {
    location.hash = "";
    location.hash = `#${encodeURIComponent(id)}`;
    await new Promise((done) => setTimeout(done, 15));
    const goal = document.getElementById(id);
    const box = goal?.getBoundingClientRect();
    if (!goal || !seen(goal)) found.push(`link: ${id} is not shown when it is followed`);
    else if (box.bottom < 0 || box.top > innerHeight) found.push(`link: ${id} is out of sight when it is followed`);
  };
  for (const own of kinds.values()) {
    for (const id of [own[0], own[Math.floor(own.length / 2)], own.at(-1)]) await follow(id);
  }
  const findings = [...document.querySelectorAll(".finding")];
  for (const each of findings) {
    for (const link of each.querySelectorAll('.place a[href^="#"]')) {
      const goal = document.getElementById(decodeURIComponent(link.getAttribute("href").slice(1)));
      // a place leads to the first cell of its row; the mark stands at the number, in the same row or line
      const near = goal?.closest("tr, p, h4, h5, h6") ?? goal;
      const refs = [...(near?.querySelectorAll(".ref") ?? [])];
      const leads = refs.some((ref) => ref.getAttribute("href") === `#${each.id}`);
      if (goal && each.querySelector(".sides .likely") && !leads) {
        found.push(`link: no way back to ${each.id}`);
      }
    }
  }

  // filters
  for (const section of document.querySelectorAll(".findings")) {
    for (const box of section.querySelectorAll(".filters input")) {
      const own = [...section.querySelectorAll(`.finding[data-kind="${box.value}"]`)];
      if (!own.length) found.push(`filter: ${box.value} has no finding`);
      for (const _ of [1, 2]) {
        box.click();
        if (own.some((each) => seen(each) !== box.checked)) found.push(`filter: ${box.value} does not filter`);
      }
    }
    const boxes = [...section.querySelectorAll(".filters input")].filter((each) => each.checked);
    for (const box of boxes) box.click();
    const none = section.querySelector(".none");
    if (none && !seen(none)) found.push("filter: that nothing is shown is not said");
    for (const box of boxes) box.click();
    if (none && boxes.length && seen(none)) found.push("filter: that nothing is shown is said of something");
  }
  location.hash = "";
  scrollTo(0, 0);
  return found;
}

/** Whether the keyboard reaches the content: the first stop leads past the head, and each stop can be seen. */
async function keyboard(page) {
  const found = [];
  await page.keyboard.press("Tab");
  const first = await page.evaluate(() => document.activeElement?.getAttribute("href") ?? "");
  if (first !== "#main") found.push("keyboard: the first stop does not lead to the content");
  await page.keyboard.press("Tab");
  const outlined = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle !== "none");
  if (!outlined) found.push("keyboard: where it stands cannot be seen");
  return found;
}

async function open(browser, file, width, mode, lang) {
  const page = await browser.newPage();
  const heard = [];
  page.on("console", (each) => {
    if (["error", "warn"].includes(each.type())) heard.push(`console: ${each.text()}`);
  });
  page.on("pageerror", (error) => heard.push(`script: ${error.message}`));
  const own = pathToFileURL(resolve(file)).href;
  page.on("request", (each) => {
    if (each.url().split("#")[0] !== own && !each.url().startsWith("data:")) heard.push(`network: ${each.url()}`);
  });
  await page.setViewport({ width, height: 844, deviceScaleFactor: 1 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: mode }]);
  await page.goto(own, { waitUntil: "load" });
  heard.push(...(await keyboard(page)));
  const button = await page.$(`button[data-to="${lang}"]`);
  if (button) {
    await button.click();
    const pressed = await page.evaluate(
      (lang) => document.documentElement.lang.slice(0, 2) === lang
        && document.querySelector(`button[data-to="${lang}"]`).getAttribute("aria-pressed") === "true",
      lang,
    );
    if (!pressed) heard.push(`language: the button for ${lang} does nothing`);
  } else heard.push(`language: no button for ${lang}`);
  return { page, heard };
}

/** A page with a fault of each kind that is looked for, and what must be said of it. */
const PLANTED = `<!DOCTYPE html><html><head><meta charset="utf-8"><title>x</title></head><body><main>
<p style="width:3000px">wide</p><p style="color:#bbb;background:#fff">pale</p><input type="text">
<a href="#nowhere">lost</a><div style="display:none"><b id="hidden">h</b></div><a class="h" href="#hidden">hidden</a>
<span lang="en">other</span><i id="two"></i><i id="two"></i><img src="data:,">
<section class="findings"><label class="filters"><input type="checkbox" value="error" checked>e</label>
<ol><li class="finding" data-kind="error">f</li></ol><p class="none" hidden>none</p></section>
</main><script>console.error("planted"); new Image().src = "planted.png"; undefinedName();</script></body></html>`;
const MUST = [
  "overflow: ", "axe color-contrast", "axe label", "axe image-alt", "axe html-has-lang", "link: nothing is called nowhere",
  "link: hidden is not shown", "language: 1 texts", "language: no button", "ids: ", "filter: error does not filter",
  "filter: that nothing is shown is not said", "console: planted", "script: ", "network: ", "keyboard: ",
];

const profile = await mkdtemp(join(tmpdir(), "cnbudget-pages-"));
const clock = setTimeout(() => {
  console.error(`not done in ${LONGEST / 1000} seconds`);
  process.exit(1);
}, LONGEST);
let bad = 0;
let ways = 0;
let browser;
try {
  browser = await puppeteer.launch({
    executablePath: options.chromium, headless: true, args: FLAGS, userDataDir: profile,
  });
  console.log(`${await browser.version()}, axe-core, ${files.length} pages`);

  const planted = join(profile, "planted.html");
  await writeFile(planted, PLANTED);
  const { page, heard } = await open(browser, planted, 390, "light", "zh");
  const said = await faultsOf(page, heard, "zh", true);
  await page.close();
  for (const each of MUST) {
    if (!said.some((fault) => fault.startsWith(each))) {
      bad += 1;
      console.log(`NOT FOUND though it was planted: ${each}`);
    }
  }

  if (options.pictures) await mkdir(options.pictures, { recursive: true });
  for (const file of files) {
    for (const width of WIDTHS) for (const mode of MODES) for (const lang of LANGUAGES) {
      const { page, heard } = await open(browser, file, width, mode, lang);
      if (options.pictures) {
        await page.evaluate(() => document.activeElement?.blur());
        const name = `${basename(file, ".html")}-${width}-${mode}-${lang}.png`;
        await page.screenshot({ path: join(options.pictures, name) });
      }
      // axe is slow; in half of the ways each two of width, mode and language meet
      const wholly = (width === WIDTHS[0]) === ((mode === MODES[0]) === (lang === LANGUAGES[0]));
      const found = await faultsOf(page, heard, lang, wholly);
      await page.close();
      ways += 1;
      bad += found.length;
      for (const each of found) console.log(`${basename(file)} ${width} ${mode} ${lang}: ${each}`);
    }
  }
} finally {
  await browser?.close();
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  clearTimeout(clock);
}
console.log(bad ? `${bad} faults` : `${ways} ways of opening pages tried, and every planted fault found`);
process.exit(bad ? 1 : 0);
