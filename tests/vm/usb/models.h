/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model.h"

extern const struct usb_model usb_model_fnb48, usb_model_fnb58, usb_model_gadget, usb_model_hub;
