// Looks at the page for the first step that fits it and fills its form; or, when
// told to press, for that step's button. What was worked on is remembered, so
// that no element serves two steps.
(order) => {
  const memory = (window[Symbol.for("authassay")] ??= { used: new WeakSet(), held: null });

  // The document and every open shadow tree in it.
  const roots = (root) => [root, ...[...root.querySelectorAll("*")].flatMap((e) => (e.shadowRoot ? roots(e.shadowRoot) : []))];
  const all = (scopes, selector) => scopes.flatMap((s) => [...s.querySelectorAll(selector)]);
  const text = (e) => (e?.textContent ?? "").trim().replace(/\s+/g, " ");
  const labels = (e) => [...(e.labels ?? [])].map(text);
  const buttons = "button, input[type=submit], input[type=image], input[type=button], [role=button]";
  const isButton = (e) => e.matches(buttons);
  const shown = (e) => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== "hidden";
  const names = (e) =>
    [e.getAttribute("name"), e.id, e.dataset?.testid, e.getAttribute("aria-label"), e.getAttribute("placeholder"), ...labels(e)]
      .concat(isButton(e) ? [text(e), e.value] : []);
  const called = (e, name) => names(e).includes(name);

  const press = () => {
    const held = memory.held;
    if (!held) return { step: -1 };
    const button = held.button();
    if (!button) {
      memory.held = null;
      held.form?.requestSubmit?.();
      return { step: -1, ready: true };
    }
    if (button.disabled || button.getAttribute("aria-disabled") === "true") return { step: -1 };
    memory.held = null;
    button.scrollIntoView({ block: "center" });
    const r = button.getBoundingClientRect();
    const x = r.left + r.width / 2, y = r.top + r.height / 2;
    let hit = document.elementFromPoint(x, y);
    while (hit?.shadowRoot?.elementFromPoint(x, y) && hit.shadowRoot.elementFromPoint(x, y) !== hit) hit = hit.shadowRoot.elementFromPoint(x, y);
    if (hit && (button.contains(hit) || hit === button)) return { step: -1, ready: true, x, y };
    button.click(); // something lies over it
    return { step: -1, ready: true };
  };

  const put = (e, value) => {
    if (e.type === "checkbox" || e.type === "radio") {
      const want = e.value === value || (e.type === "checkbox" && value === "true");
      if (want && !e.checked) e.click();
      return;
    }
    e.focus();
    // Past what a framework has put over the property.
    const own = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(e), "value");
    own?.set ? own.set.call(e, value) : (e.textContent = value);
    for (const [Kind, name] of [[KeyboardEvent, "keydown"], [InputEvent, "input"], [KeyboardEvent, "keyup"], [Event, "change"]])
      e.dispatchEvent(new Kind(name, { bubbles: true, composed: true }));
    e.blur();
  };

  const fill = (step, mark) => {
    const form = mark.form ?? mark.closest("form");
    const scopes = form ? [form] : roots(document);
    const fields = "input, select, textarea, [contenteditable]";
    const within = form?.elements ? [...new Set([...form.elements, ...all(scopes, fields)])] : all(scopes, fields);
    memory.used.add(mark);
    for (const [name, value] of Object.entries(step.Fill ?? {}))
      for (const e of within.filter((e) => !isButton(e) && e.type !== "hidden" && called(e, name))) {
        memory.used.add(e);
        put(e, value);
      }
    for (const [name, values] of Object.entries(step.Check ?? {}))
      for (const e of within.filter((e) => called(e, name) || e.name === name)) {
        memory.used.add(e);
        if (e.tagName === "SELECT") put(e, values[0]);
        else if (values.includes(e.value) && !e.checked) e.click();
      }
    for (const name of step.Untick ?? [])
      for (const e of within.filter((e) => e.type === "checkbox" && (called(e, name) || e.name === name))) {
        memory.used.add(e);
        if (e.checked) e.click();
      }
    const password = within.some((e) => e.type === "password" && shown(e));
    const forged = order.forge && order.loggedIn && !password;
    const random = (v) => v.length >= 16 && /[0-9]/.test(v) && /[A-Za-z]/.test(v) && !/[\s:]/.test(v);
    if (forged)
      for (const e of within.filter((e) => e.type === "hidden" && random(e.value) && !(order.sent ?? []).includes(e.value))) e.remove();
    memory.held = { form, button: () => find(step.Submit, form) };
    return { password, forged };
  };

  // The button by its name, or the first that would send the form.
  const find = (name, form) => {
    const inside = form ? [...new Set([...form.elements, ...all([form], buttons)])].filter((e) => isButton(e) && shown(e)) : [];
    const outside = all(roots(document), buttons).filter(shown);
    if (name) return inside.find((e) => called(e, name)) ?? outside.find((e) => called(e, name));
    const sends = (e) => e.type === "submit" || e.type === "image";
    return inside.find(sends) ?? inside[0] ?? (form ? undefined : outside.find(sends) ?? outside[0]);
  };

  if (order.press) return press();
  if (document.readyState === "loading") return { step: -1, again: true };
  const again = all(roots(document), "input[type=password]").some(shown);
  const here = all(roots(document), "input, select, textarea, [contenteditable], " + buttons);
  for (const [i, step] of (order.steps ?? []).entries()) {
    const mark = here.find((e) => !memory.used.has(e) && (e.type === "hidden" || shown(e)) && (!step.When || called(e, step.When)));
    if (mark && (!step.Submit || find(step.Submit, mark.form ?? mark.closest("form")))) return { step: i, again, ...fill(step, mark) };
    if (!step.Optional) break;
  }
  return { step: -1, again };
}
