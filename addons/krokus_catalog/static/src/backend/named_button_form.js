import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formView } from "@web/views/form/form_view";
import { SettingsConfirmationDialog } from "@web/webclient/settings_form_view/settings_confirmation_dialog";

/**
 * A form that counts for everybody the moment it is saved: whether it is, a person says.
 *
 * Core saves a form that is left, by whatever way, also when its tab is closed or hidden. Half a
 * session, or a mode chosen to see what it says, would trade then.
 */
export class NamedButtonFormController extends formView.Controller {
    async beforeLeave({ forceLeave } = {}) {
        return forceLeave || !(await this.model.root.isDirty()) || this._askToSave();
    }

    async onPagerUpdate(place) {
        const mayLeave = !(await this.model.root.isDirty()) || (await this._askToSave());
        return mayLeave && super.onPagerUpdate(place);
    }

    beforeVisibilityChange() {}

    beforeUnload(event) {
        if (this.model.root.dirty) {
            event.preventDefault();
            event.returnValue = "Unsaved changes";
        }
    }

    /** Whether the form may be left: it was saved, or given up. */
    _askToSave() {
        return new Promise((resolve) => {
            this.dialogService.add(
                SettingsConfirmationDialog,
                {
                    body: _t("It is not saved yet, and counts for everybody once it is. Save it?"),
                    confirm: async () => resolve(await this.save({ reload: false })),
                    cancel: async () => {
                        await this.model.root.discard();
                        resolve(true);
                    },
                    stayHere: () => resolve(false),
                    dismiss: () => resolve(false),
                },
                { onClose: () => resolve(false) }
            );
        });
    }
}

registry.category("views").add("krokus_named_button_form", {
    ...formView,
    Controller: NamedButtonFormController,
});
