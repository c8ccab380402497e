// Everything on the page works without this script; it adds what a mouse and a hurried reader like.
import { hints } from "./hints.js";
import { choices } from "./choices.js";
import { search } from "./search.js";
import { zoom } from "./zoom.js";

choices();
hints();
document.querySelectorAll("[data-zoom]").forEach(zoom);
document.querySelectorAll("[data-search]").forEach(search);
document.documentElement.dataset.ready = "yes";
