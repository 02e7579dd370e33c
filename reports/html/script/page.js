// The page's only script: it filters findings, tests and log lines, and opens what a link leads to.
// Without it the page shows everything.
const filter = document.querySelector('#filter');
const found = document.querySelector('#found');
const entries = [...document.querySelectorAll('.finding, .group > .rows > tbody > tr')];
const groups = [...document.querySelectorAll('.group:has(> .rows), .more')];
const causes = [...document.querySelectorAll('.cause')];

/** With more in it, a group that opens by itself hides what stands below. */
const openAtMost = 200;

/** Groups as they were before something was looked for. */
let before;

let texts;
function textsOfEntries() {
  texts ??= entries.map((entry) => entry.textContent.toLowerCase());
  return texts;
}

function applyFilter() {
  const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
  const isFiltering = words.length > 0;
  before ??= new Map(groups.map((group) => [group, group.open]));
  const shown = new Set();
  textsOfEntries().forEach((text, index) => {
    const matches = words.every((word) => text.includes(word));
    entries[index].hidden = !matches;
    if (matches) shown.add(entries[index]);
  });
  const count = (parent) => {
    let matching = 0;
    for (const entry of parent.querySelectorAll('.finding, tr')) if (shown.has(entry)) matching += 1;
    return matching;
  };
  for (const cause of causes) cause.hidden = count(cause) === 0;
  for (const group of groups) {
    const matching = count(group);
    group.hidden = isFiltering && matching === 0;
    group.open = isFiltering ? matching <= openAtMost : before.get(group);
  }
  if (!isFiltering) before = undefined;
  found.textContent = isFiltering ? `${shown.size} of ${entries.length}` : '';
}

function openTarget() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let part = target; part; part = part.parentElement) if (part.tagName === 'DETAILS') part.open = true;
  target.scrollIntoView();
}

filter.closest('form').hidden = false;
filter.closest('form').addEventListener('submit', (event) => event.preventDefault());
let waiting = 0;
filter.addEventListener('input', () => {
  clearTimeout(waiting);
  waiting = setTimeout(applyFilter, 80);
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && event.target === filter) {
    filter.value = '';
    applyFilter();
  }
  const isTyping = event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey;
  if (event.key !== '/' || isTyping) return;
  event.preventDefault();
  filter.focus();
});
addEventListener('hashchange', openTarget);
openTarget();
