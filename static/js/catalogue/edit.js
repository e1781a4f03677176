// The sale form: keeps what is typed, takes pictures in, lets them be put in order. All of it works without this, too.
import { pageData } from "../lib/dom.js";
import { followCard, showNews, showSpecifics } from "./sale/card.js";
import { keepDraft } from "./sale/keep.js";
import { orderPictures } from "./sale/order.js";
import { takePictures } from "./sale/pictures.js";
import { takeSteps } from "./sale/steps.js";
import { countLetters, followCurrency, showHints } from "./sale/words.js";

const form = document.querySelector("form[data-sale]");
if (form) {
  const words = pageData("sale-words");
  countLetters(form, words);
  followCurrency(form);
  followCard(form);
  const keeper = keepDraft(form, words, (answer) => {
    showSpecifics(form, answer.specifics);
    showHints(form, answer.hints);
    showNews(form, answer);
  });
  takeSteps(form, keeper.now);
  const order = orderPictures(form, words);
  takePictures(form, words, (isOneOfMany) => {
    keeper.touched();
    if (isOneOfMany) order.keep(); // they arrive as they are done, but hang as they were chosen
  });
}
