// Shows the API's document with Swagger UI. Calls made from here carry the form's token, as every page's do.
const place = document.getElementById("api");

window.addEventListener("load", () => {
  globalThis.SwaggerUIBundle({
    url: place.dataset.document,
    domNode: place,
    deepLinking: true,
    requestInterceptor: (request) => {
      request.headers["X-CSRFToken"] = document.querySelector('meta[name="csrf-token"]').content;
      return request;
    },
  });
});
