/** What the eye has to tell apart on this screen: every text and every edge, with its contrast to what is behind it. */
(() => {
  const channel = (value) => ((value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const light = ([red, green, blue]) => 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
  const colour = (text) => text.match(/[\d.]+/g).map(Number);
  const seen = (found) => found.length === 3 || found[3] > 0;
  const behind = (one) => {
    for (let each = one; each; each = each.parentElement) {
      const found = colour(getComputedStyle(each).backgroundColor);
      if (seen(found)) return found;
    }
    return [255, 255, 255];
  };
  const ratio = (one, other) => {
    const [bright, dark] = [light(one), light(other)].sort((x, y) => y - x);
    return (bright + 0.05) / (dark + 0.05);
  };
  const there = (one) => one.checkVisibility() && !one.closest(".wp-visually-hidden, template, .utrecht-skip-link");
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const one = walker.currentNode.parentElement;
    const said = walker.currentNode.data.trim();
    if (!said || !there(one) || one.closest("script, noscript")) continue;
    const style = getComputedStyle(one);
    texts.push({
      what: said.slice(0, 60),
      ratio: ratio(colour(style.color), behind(one)),
      size: parseFloat(style.fontSize),
      weight: Number(style.fontWeight),
      faint: Number(style.opacity) < 1,
    });
  }
  const edges = [];
  for (const one of document.body.querySelectorAll("*")) {
    if (!there(one) || !one.parentElement) continue;
    const style = getComputedStyle(one);
    const ground = behind(one.parentElement);
    for (const side of ["Top", "Right", "Bottom", "Left"]) {
      const width = parseFloat(style[`border${side}Width`]);
      const edge = colour(style[`border${side}Color`]);
      if (width === 0 || style[`border${side}Style`] === "none" || !seen(edge)) continue;
      // An edge in the colour of its ground still shows when what it is around stands out by itself.
      const found = Math.max(ratio(edge, ground), ratio(behind(one), ground));
      edges.push({ what: `${one.tagName} ${one.className}`, ratio: found, width });
    }
  }
  return { texts, edges };
})();
