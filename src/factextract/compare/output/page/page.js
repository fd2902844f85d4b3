"use strict";
const panel = document.getElementById("panel");

function line([sentence, mention, where]) {
  const item = document.createElement("li");
  const at = sentence.indexOf(mention);
  if (at >= 0) {
    const mark = document.createElement("mark");
    mark.textContent = mention;
    item.append(sentence.slice(0, at), mark, sentence.slice(at + mention.length));
  } else {
    item.append(sentence);
  }
  const place = document.createElement("span");
  place.className = "where";
  place.textContent = where;
  item.append(place);
  return item;
}

document.querySelector(".grid").addEventListener("click", (event) => {
  const button = event.target.closest("button[data-quotes]");
  if (!button) return;
  const [heading, lines] = EVIDENCE[Number(button.dataset.quotes)];
  panel.querySelector("h3").textContent = heading;
  panel.querySelector("ol").replaceChildren(...lines.map(line));
  panel.hidden = false;
});
document.getElementById("close").addEventListener("click", () => { panel.hidden = true; });
document.addEventListener("keydown", (event) => { if (event.key === "Escape") panel.hidden = true; });

document.getElementById("filter").addEventListener("input", (event) => {
  const wanted = event.target.value.trim();
  for (const row of document.querySelectorAll(".grid tbody tr")) {
    const lead = Array.from(row.children).slice(0, 3).map((cell) => cell.textContent).join(" ");
    row.hidden = !lead.includes(wanted);
  }
});

const choose = document.getElementById("choose");
if (choose) {
  const articles = document.querySelectorAll("article.charts");
  choose.addEventListener("change", () => {
    articles.forEach((article, at) => article.classList.toggle("off", at !== Number(choose.value)));
  });
}
