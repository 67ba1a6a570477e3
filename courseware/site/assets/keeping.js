/**
 * The page of downloads, where the course is on the device: says so, and lets a learner put single
 * files there as well. A file is kept with its hash, so that after a change of it nobody reads an
 * older one without knowing.
 */
(function (courseware) {
  "use strict";

  var WORDS = {
    ja: {
      isHere: "この教材は、この端末に入っています。インターネットがなくても使えます。",
      keep: "端末に入れる",
      renew: "新しい版にする",
      drop: "端末から外す",
      coming: "入れています…",
      kept: "端末に入っています。",
      older: "前の版が端末に入っています。",
      dropped: "端末から外しました。",
      failed: "入れられませんでした。通信と、端末の空きを確かめてください。",
    },
    en: {
      isHere: "This course is on this device and works without the internet.",
      keep: "Keep on this device",
      renew: "Get the newer version",
      drop: "Remove from this device",
      coming: "Coming…",
      kept: "On this device.",
      older: "An older version is on this device.",
      dropped: "Removed from this device.",
      failed: "This did not work. Check the connection, and whether the device is full.",
    },
  };

  var words = courseware.inLanguage(WORDS);
  var links = Array.from(document.querySelectorAll("a[data-integrity]"));

  function keyOf(link) {
    return link.href + "?" + encodeURIComponent(link.dataset.integrity);
  }

  /** What is kept of a file: keys of this version and of older ones. */
  function keysOf(cache, link) {
    return cache.keys(link.href, { ignoreSearch: true }).then(function (requests) {
      return requests.map(function (request) { return request.url; });
    });
  }

  function drop(cache, keys) {
    return Promise.all(keys.map(function (key) { return cache.delete(key); }));
  }

  function fetchWhole(link) {
    var wanted = { integrity: link.dataset.integrity, cache: "no-cache" };
    return fetch(link.href, wanted).then(function (response) {
      if (!response.ok) throw new Error(response.status + " " + link.href);
      return response;
    });
  }

  /** The button and the sentence of one file. */
  function Download(cache, link) {
    this.cache = cache;
    this.link = link;
    this.isBusy = false;
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "course-button course-button--quiet download__keep";
    this.button.addEventListener("click", this.press.bind(this));
    this.said = document.createElement("span");
    this.said.className = "download__said";
    this.said.setAttribute("role", "status");
    link.closest("li").append(this.button, " ", this.said);
    this.show();
  }

  /** Show what is kept, with a sentence of its own or the one given. */
  Download.prototype.show = function (sentence) {
    var file = this;
    return keysOf(this.cache, this.link).then(function (keys) {
      var isKept = keys.indexOf(keyOf(file.link)) >= 0;
      var isOlder = !isKept && keys.length > 0;
      file.action = isKept ? file.remove : file.keep;
      file.name(isKept ? words.drop : isOlder ? words.renew : words.keep);
      file.said.textContent = sentence || (isKept ? words.kept : isOlder ? words.older : "");
    });
  };

  Download.prototype.name = function (text) {
    this.button.textContent = text;
    this.button.setAttribute("aria-label", text + " " + this.link.textContent);
  };

  Download.prototype.press = function () {
    var file = this;
    if (this.isBusy) return;
    this.isBusy = true;
    this.action().then(function (sentence) { return file.show(sentence); }, function () {
      return file.show(words.failed);
    }).then(function () { file.isBusy = false; });
  };

  Download.prototype.keep = function () {
    var file = this;
    this.said.textContent = words.coming;
    return fetchWhole(this.link).then(function (response) {
      return keysOf(file.cache, file.link).then(function (older) {
        return drop(file.cache, older);
      }).then(function () { return file.cache.put(keyOf(file.link), response); });
    });
  };

  Download.prototype.remove = function () {
    var file = this;
    return keysOf(this.cache, this.link).then(function (keys) {
      return drop(file.cache, keys);
    }).then(function () { return words.dropped; });
  };

  /** Remove what is offered no longer. */
  function dropOthers(cache) {
    var offered = links.map(function (link) { return link.href; });
    return cache.keys().then(function (requests) {
      var others = requests.filter(function (request) {
        return offered.indexOf(request.url.split("?")[0]) < 0;
      });
      return drop(cache, others);
    });
  }

  function begin(registration) {
    var place = document.querySelector(".app__state");
    if (place) place.textContent = words.isHere;
    // The worker has it under the same name.
    var name = courseware.id + " " + registration.scope + " kept";
    caches.open(name).then(function (cache) {
      links.forEach(function (link) { new Download(cache, link); });
      return dropOthers(cache);
    });
  }

  if (navigator.serviceWorker) navigator.serviceWorker.ready.then(begin);
})(courseware);
