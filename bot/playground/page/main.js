// Where the page begins: one person, or two side by side when the address names both.
const params = new URLSearchParams(location.search);
if (params.has("left") && params.has("right") && window.parent === window) {
  const { openSplit } = await import("./split.js");
  openSplit(params);
} else await import("./app.js");
