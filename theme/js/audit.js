// The audit's filter as two menus. The links do the same without this script: what is shown follows from the address.

const form = document.querySelector(".filter");

function read() {
  const [, code = "", kind = ""] = location.hash.match(/^#only(?:-([a-z]{2})(?![a-z]))?(?:-([a-z]+))?$/) ?? [];
  form.code.value = code;
  form.kind.value = kind;
  const rows = [...document.querySelectorAll(".audit .row")];
  const shown = rows.filter((row) => [...row.querySelectorAll(".group")].some((group) => group.checkVisibility()));
  form.querySelector("output").value = `${shown.length} / ${rows.length}`;
}

form.addEventListener("change", () => {
  const chosen = [form.code.value, form.kind.value].filter(Boolean);
  location.hash = chosen.length ? ["only", ...chosen].join("-") : "rows";
});
addEventListener("hashchange", read);
if (document.readyState === "complete") read();
else addEventListener("load", read); // before that nothing is the target yet
