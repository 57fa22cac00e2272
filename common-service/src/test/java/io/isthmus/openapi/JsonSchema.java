package io.isthmus.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** As much of JSON Schema as the OpenAPI documents use; anything else in one is an error. */
record JsonSchema(JsonNode document) {

  private static final List<String> KNOWN =
      List.of(
          "$ref",
          "type",
          "format",
          "description",
          "default",
          "minimum",
          "enum",
          "oneOf",
          "properties",
          "required",
          "additionalProperties",
          "items",
          "minItems",
          "maxItems");

  /** Checks a value against a schema of the document. */
  void check(JsonNode schema, JsonNode value, String where) {
    assertThat(schema.isObject()).as("%s has a schema", where).isTrue();
    assertThat(KNOWN).as(where).containsAll(schema.propertyNames());
    if (schema.has("$ref")) {
      check(resolved(schema), value, where);
      return;
    }
    if (schema.has("oneOf")) {
      // only of null and another
      JsonNode other = schema.path("oneOf").get(0);
      assertThat(schema.at("/oneOf/1/type").asString()).isEqualTo("null");
      if (!value.isNull()) {
        check(other, value, where);
      }
      return;
    }
    assertThat(types(schema)).as("%s: %s", where, value).anyMatch(type -> is(value, type));
    if (schema.has("enum")) {
      assertThat(schema.path("enum")).as(where).contains(value);
    }
    if (value.isObject()) {
      checkMembers(schema, value, where);
    } else if (value.isArray() && schema.has("items")) {
      for (JsonNode item : value) {
        check(schema.path("items"), item, where + "[]");
      }
    }
  }

  private JsonNode resolved(JsonNode schema) {
    return document.at(schema.path("$ref").asString().substring(1));
  }

  private void checkMembers(JsonNode schema, JsonNode value, String where) {
    for (JsonNode required : schema.path("required")) {
      assertThat(value.has(required.asString())).as("%s has %s", where, required).isTrue();
    }
    boolean open = schema.path("additionalProperties").asBoolean(true);
    for (String name : value.propertyNames()) {
      JsonNode member = schema.path("properties").path(name);
      assertThat(open || !member.isMissingNode()).as("%s: %s is known", where, name).isTrue();
      if (!member.isMissingNode()) {
        check(member, value.path(name), where + "." + name);
      }
    }
  }

  private static List<String> types(JsonNode schema) {
    List<String> types = new ArrayList<>();
    if (schema.path("type").isArray()) {
      schema.path("type").forEach(type -> types.add(type.asString()));
    } else {
      types.add(schema.path("type").asString());
    }
    return types;
  }

  private static boolean is(JsonNode value, String type) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isString();
      case "boolean" -> value.isBoolean();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "null" -> value.isNull();
      default -> throw new AssertionError("unknown type " + type);
    };
  }
}
