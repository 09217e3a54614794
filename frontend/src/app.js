// Everything here is a convenience: each page reads and each form submits without it.
import { initAll } from "govuk-frontend";
import { startHtmx } from "./js/htmx.js";
import { guardUnsaved } from "./js/unsaved.js";
import { enhanceRegisters } from "./js/register.js";
import { enhancePrint } from "./js/print.js";
import { enhanceSuggestions } from "./js/suggest.js";
import { enhanceResults } from "./js/results.js";
import { enhanceProgress } from "./js/progress.js";
import { enhanceShown } from "./js/shown.js";
import { enhanceAnswers } from "./js/answers.js";
import { enhancePlan } from "./js/plan.js";
import { enhancePasskeys } from "./js/passkeys.js";

function enhance(scope) {
  initAll({ scope });
  enhanceRegisters(scope);
  enhancePrint(scope);
  enhanceSuggestions(scope);
  enhanceResults(scope);
  enhanceProgress(scope);
  enhanceShown(scope);
  enhanceAnswers(scope);
  enhancePlan(scope);
}

enhance(document);
enhancePasskeys();
guardUnsaved();
startHtmx(enhance);
