import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

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
        _window: { "t-on-popstate": () => this.load(window.location.href) },
    };

    setup() {
        this.list = this.el.querySelector(".krokus_list");
        this.facets = this.el.querySelector(".krokus_facets");
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
        try {
            const html = await this.fetch(part(url, "list"), this.asked.signal);
            this.show(this.list, html);
            this.follow();
        } catch (error) {
            if (error.name === "AbortError") {
                return false;
            }
            window.location.href = url; // the browser says what is wrong
        }
        this.list.classList.remove("krokus_waits");
        await this.loadFacets();
        return true;
    }

    async loadFacets() {
        const url = this.list.querySelector(".krokus_found").dataset.filters;
        try {
            this.facets.innerHTML = await this.fetch(url, this.asked?.signal);
        } catch {
            this.facets.replaceChildren(); // the list stands without them
        }
    }

    async fetch(url, signal) {
        const answer = await this.waitFor(fetch(url, { signal }));
        if (!answer.ok || answer.redirected) {
            throw new Error(answer.statusText);
        }
        return this.waitFor(answer.text());
    }

    show(target, html) {
        const interactions = this.services["public.interactions"];
        interactions.stopInteractions(target);
        target.innerHTML = html;
        interactions.startInteractions(target);
        window.scrollTo({ top: 0 });
    }

    /** The form and the switch of views stand outside the list, and know what it shows. */
    follow() {
        const found = this.list.querySelector(".krokus_found");
        const asked = new URL(found.dataset.filters, window.location.origin).searchParams;
        const form = this.el.querySelector("form.krokus_ask");
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

function part(url, name) {
    const address = new URL(url, window.location.origin);
    address.searchParams.set("part", name);
    return address;
}

registry.category("public.interactions").add("krokus_portal.offers_page", OffersPage);
