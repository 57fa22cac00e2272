/** The machine's timing profile: measured, stored, shown, and waited for. */
@org.jspecify.annotations.NullMarked
package io.isthmus.service.profile;
