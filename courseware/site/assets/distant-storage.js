/**
 * A storage that another page holds, with the methods of the browser's own: read from a copy, and
 * written to the copy and to the other page. Without any page.
 *
 * The other page sends one of these:
 *   {entries: Object<string, string>}  everything it holds
 *   {key: string, text: string|null}   what somebody else has changed; null: removed
 *   {isRefused: true}                  it could not keep what it was sent
 * It is sent {key, text} as above.
 * @namespace courseware
 */
var courseware = courseware || {};

(function (courseware) {
  "use strict";

  /** @param {function(Object)} send passes a message to the page that holds the storage */
  function DistantStorage(send) {
    this.send = send;
    /** A copy of what the other page holds; null until that is known. */
    this.entries = null;
    this.isRefused = false;
  }

  DistantStorage.prototype.getItem = function (key) {
    if (!this.entries) throw new Error("the storage is not there yet");
    return key in this.entries ? this.entries[key] : null;
  };

  DistantStorage.prototype.setItem = function (key, text) {
    this.put(key, String(text));
  };

  DistantStorage.prototype.removeItem = function (key) {
    this.put(key, null);
  };

  DistantStorage.prototype.put = function (key, text) {
    if (!this.entries) throw new Error("the storage is not there yet");
    if (this.isRefused) throw new Error("the storage keeps nothing");
    this.change(key, text);
    this.send({ key: key, text: text });
  };

  DistantStorage.prototype.change = function (key, text) {
    if (text === null) delete this.entries[key];
    else this.entries[key] = text;
  };

  /**
   * Take a message in.
   * @param {*} message
   * @returns {boolean} whether it was one of the other page's
   */
  DistantStorage.prototype.receive = function (message) {
    if (!isObject(message)) return false;
    if (message.isRefused === true) {
      this.isRefused = true;
      return true;
    }
    if (isObject(message.entries)) {
      this.entries = Object.assign(Object.create(null), message.entries);
      return true;
    }
    if (!this.entries || typeof message.key !== "string") return false;
    if (message.text !== null && typeof message.text !== "string") return false;
    this.change(message.key, message.text);
    return true;
  };

  function isObject(value) {
    return typeof value === "object" && value !== null;
  }

  courseware.DistantStorage = DistantStorage;
})(courseware);
