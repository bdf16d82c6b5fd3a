/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Every device there is. */

#include "models.h"

const struct usb_model *const usb_models[] = {
	&usb_model_fnb48,
	&usb_model_fnb58,
	&usb_model_gadget,
	&usb_model_hub,
	NULL,
};
