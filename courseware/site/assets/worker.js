/**
 * The service worker: answers for the whole course from a copy on the device, so that it works
 * without the internet, and so that a page and all that belongs to it are of one version.
 *
 * `app` is written before this by the build:
 *   {course: string, pack: string, integrity: string, missing: string,
 *    files: Object<string, [number, number]>, downloads: Object<string, string>}
 *   pack: path of the file in which all others lie, each compressed by gzip; integrity: its hash;
 *   files: where each begins and ends in it; downloads: hashes of files that a learner may add;
 *   missing: the page to show for what is not there. Paths are relative to the scope.
 */
(function (app) {
  "use strict";

  var TYPES = {
    css: "text/css; charset=utf-8",
    html: "text/html; charset=utf-8",
    js: "text/javascript; charset=utf-8",
    svg: "image/svg+xml",
  };
  /** Fonts are for the few machines that have none of their own: kept when first asked for. */
  var KEPT_ON_USE = /^assets\/fonts\//;

  var scope = self.registration.scope;
  /** All sites of one host share their caches; ours begin with this, and no other's do. */
  var prefix = app.course + " " + scope + " ";
  var ownCache = prefix + app.pack;
  var keptCache = prefix + "kept";

  /** Put all files of this version into its own cache, or none. */
  function install() {
    return fetch(app.pack, { integrity: app.integrity }).then(function (response) {
      if (!response.ok) throw new Error(response.status + " " + app.pack);
      return response.arrayBuffer();
    }).then(unpack).catch(function (error) {
      return caches.delete(ownCache).then(function () { throw error; });
    });
  }

  function unpack(pack) {
    return caches.open(ownCache).then(function (cache) {
      return Promise.all(Object.keys(app.files).map(function (path) {
        var place = app.files[path];
        return cache.put(path, new Response(pack.slice(place[0], place[1])));
      }));
    });
  }

  function removeOlder() {
    return caches.keys().then(function (names) {
      return Promise.all(names.map(function (name) {
        var isOlder = name.startsWith(prefix) && name !== ownCache && name !== keptCache;
        return isOlder && caches.delete(name);
      }));
    });
  }

  /** @returns {string|null} the path of an address below the scope, as `app` names it */
  function pathOf(address) {
    if (!address.startsWith(scope)) return null;
    var path = address.slice(scope.length).split(/[?#]/)[0];
    if (path === "" || path.endsWith("/")) path += "index.html";
    return has(app.files, path + ".html") ? path + ".html" : path;
  }

  function has(map, key) {
    return Object.prototype.hasOwnProperty.call(map, key);
  }

  function find(cacheName, key) {
    return caches.open(cacheName).then(function (cache) { return cache.match(key); });
  }

  function answerFromPack(path) {
    return find(ownCache, path).then(function (kept) {
      // The browser may have thrown the copy away.
      if (!kept) return fetch(path);
      var type = TYPES[path.slice(path.lastIndexOf(".") + 1)] || "application/octet-stream";
      var body = kept.body.pipeThrough(new DecompressionStream("gzip"));
      return new Response(body, { headers: { "Content-Type": type } });
    });
  }

  function answerOnUse(path) {
    return find(ownCache, path).then(function (kept) {
      return kept || fetch(path).then(function (response) {
        if (!response.ok) return response;
        var copy = response.clone();
        return caches.open(ownCache).then(function (cache) {
          return cache.put(path, copy);
        }).then(function () { return response; });
      });
    });
  }

  /** A download that the learner has put on the device, if it still is what is offered. */
  function answerKept(path, request) {
    var key = path + "?" + encodeURIComponent(app.downloads[path]);
    return find(keptCache, key).then(function (kept) { return kept || fetch(request); });
  }

  function answer(path, request) {
    if (has(app.files, path)) return answerFromPack(path);
    if (KEPT_ON_USE.test(path)) return answerOnUse(path);
    return has(app.downloads, path) ? answerKept(path, request) : fetch(request);
  }

  self.addEventListener("install", function (event) { event.waitUntil(install()); });
  self.addEventListener("activate", function (event) { event.waitUntil(removeOlder()); });
  self.addEventListener("message", function (event) {
    if (event.data === "take over") self.skipWaiting();
  });
  self.addEventListener("fetch", function (event) {
    var request = event.request;
    var path = request.method === "GET" ? pathOf(request.url) : null;
    if (path === null) return;
    event.respondWith(answer(path, request).catch(function (unreachable) {
      if (request.mode !== "navigate") throw unreachable;
      return Response.redirect(app.missing);
    }));
  });
})(app);
