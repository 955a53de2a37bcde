import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

import { download } from "../basket/download";
import { keepTyped } from "../basket/typed";

const PAUSE = 350; // ms of quiet before what is searched for is asked

/** The shop's list: what is asked for comes without a new page, and the address keeps it. */
export class OffersPage extends Interaction {
    static selector = ".krokus_shop";
    dynamicContent = {
        _root: {
            "t-on-click": (event) => this.clicked(event),
            "t-on-submit": (event) => this.submitted(event),
            "t-on-change": (event) => this.changed(event),
            "t-on-input": (event) => this.typed(event),
            "t-on-krokus_go": (event) => this.go(event.detail),
        },
        ".krokus_list_problem": {
            "t-att-class": () => ({ "d-none": !this.problem }),
            "t-out": () => this.problem,
        },
        _window: { "t-on-popstate": () => this.returned(window.location.href) },
    };

    setup() {
        this.list = this.el.querySelector(".krokus_list");
        this.facets = this.el.querySelector(".krokus_facets");
        this.form = this.el.querySelector("form.krokus_ask[role=search]");
        this.problem = "";
    }

    start() {
        this.loadFacets();
    }

    clicked(event) {
        const link = event.target.closest("a.krokus_go");
        const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.button;
        if (link && plain) {
            event.preventDefault();
            this.go(link.href);
        }
    }

    submitted(event) {
        if (event.target.matches("form.krokus_ask")) {
            event.preventDefault();
            this.ask(event.target);
        }
    }

    changed(event) {
        const form = event.target.closest("form.krokus_ask");
        if (form && event.target.matches("select, [type=checkbox]")) {
            this.ask(form);
        }
    }

    typed(event) {
        if (event.target.matches(".krokus_search input")) {
            clearTimeout(this.timer);
            this.timer = setTimeout(() => this.ask(event.target.form), PAUSE);
        }
    }

    destroy() {
        clearTimeout(this.timer);
    }

    ask(form) {
        clearTimeout(this.timer);
        const asked = new URLSearchParams(new FormData(form));
        for (const [name, value] of [...asked]) {
            if (!value) {
                asked.delete(name);
            }
        }
        this.go(`${form.action}?${asked}`);
    }

    async go(url) {
        if (await this.load(url)) {
            window.history.pushState({}, "", url);
        }
    }

    /** Show another list; the last one that was asked for wins. Whether it is shown. */
    async load(url) {
        this.asked?.abort();
        this.asked = new AbortController();
        this.list.classList.add("krokus_waits");
        this.facets.classList.add("krokus_waits"); // they still speak of the list before
        const { html, isDropped } = await this.fetch(part(url, "list"), this.asked.signal);
        if (isDropped) {
            return false;
        }
        this.list.classList.remove("krokus_waits");
        if (html) {
            this.show(html);
            this.follow();
            await this.loadFacets();
        } else {
            this.facets.classList.remove("krokus_waits");
        }
        return Boolean(html);
    }

    async loadFacets() {
        const url = this.list.querySelector(".krokus_found").dataset.filters;
        const { html, isDropped } = await this.fetch(url, this.asked?.signal);
        if (!isDropped) {
            const putBack = keepTyped(this.facets);
            this.facets.innerHTML = html; // the list stands without them
            this.facets.classList.remove("krokus_waits");
            putBack();
        }
    }

    /** {html}; {isDropped} if something else is asked for by now. What went wrong is told. */
    async fetch(url, signal) {
        const { answer, text, isLost, isDropped } = await this.waitFor(download(url, signal));
        if (isDropped) {
            return { isDropped };
        }
        this.tell(isLost ? _t("No connection: please try again.") : problemOf(answer));
        return { html: this.problem ? "" : text };
    }

    tell(problem) {
        this.problem = problem;
        this.updateContent();
    }

    show(html) {
        const putBack = keepTyped(this.list);
        const interactions = this.services["public.interactions"];
        interactions.stopInteractions(this.list);
        this.list.innerHTML = html;
        interactions.startInteractions(this.list);
        putBack();
        window.scrollTo({ top: 0 });
    }

    /** By Back the search is another one, too, unless somebody is typing it. */
    async returned(url) {
        const { search } = this.form.elements;
        if (document.activeElement !== search) {
            search.value = new URL(url).searchParams.get("search") || "";
        }
        await this.load(url);
    }

    /** The form and the switch of views stand outside the list, and know what it shows. */
    follow() {
        const found = this.list.querySelector(".krokus_found");
        const asked = new URL(found.dataset.filters, window.location.origin).searchParams;
        const { form } = this;
        for (const input of form.querySelectorAll("input[type=hidden]")) {
            input.remove();
        }
        for (const [name, value] of asked) {
            if (!["search", "order", "stock", "page", "part"].includes(name)) {
                form.prepend(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
            }
        }
        form.elements.stock.checked = asked.get("stock") === "1";
        form.elements.order.value = asked.get("order") || "position";
        for (const link of form.querySelectorAll("a[data-view]")) {
            const url = new URL(found.dataset.filters, window.location.origin);
            url.searchParams.set("view", link.dataset.view);
            url.searchParams.delete("part");
            url.searchParams.delete("page");
            link.href = url;
            link.classList.toggle("active", link.dataset.view === found.dataset.view);
        }
    }
}

/** What to say of an answer that is not the part of a page that was asked for. */
function problemOf(answer) {
    if (answer.ok && new URL(answer.url).searchParams.has("part")) {
        return "";
    }
    return answer.ok
        ? _t("You are not logged in any more: log in, and try again.")
        : _t("The shop is in difficulties: please try again.");
}

function part(url, name) {
    const address = new URL(url, window.location.origin);
    address.searchParams.set("part", name);
    return address;
}

registry.category("public.interactions").add("krokus_portal.offers_page", OffersPage);
