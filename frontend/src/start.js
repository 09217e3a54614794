// First thing in <body>, before anything is drawn: says that scripts run, so that nothing jumps when app.js arrives.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
